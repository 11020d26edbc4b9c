; Captures are explained in extract.py.

(function_declaration name: (_) @name parameters: (_) @parameters result: (_)? @returns) @def.function
(method_declaration receiver: (parameter_list (parameter_declaration type: [(type_identifier) @receiver (pointer_type (type_identifier) @receiver)
    (generic_type type: (type_identifier) @receiver) (pointer_type (generic_type type: (type_identifier) @receiver))]))
  name: (_) @name parameters: (_) @parameters result: (_)? @returns) @def.method
(func_literal) @def.anonymous

(type_declaration (type_spec name: (_) @name type: (struct_type) @body) @def.struct)
(type_declaration (type_spec name: (_) @name type: (interface_type) @body) @def.interface)
(type_declaration (type_spec name: (_) @name type: (_) @value) @def.type)
(type_declaration (type_spec name: (_) @name type: (struct_type)) @def.struct)
(type_declaration (type_spec name: (_) @name type: (interface_type)) @def.interface)
(type_alias name: (_) @name type: (_) @value) @def.type
(struct_type (field_declaration_list (field_declaration name: (_) @name @def.field type: (_) @annotation)))
(struct_type (field_declaration_list (field_declaration !name type: (_) @base))) @of
(method_elem name: (_) @name parameters: (_) @parameters result: (_)? @returns) @def.method
(interface_type (type_elem (_) @base)) @of

(const_spec (identifier) @name @def.constant)
(const_spec (identifier) @of type: (_) @annotation)
(const_spec . name: (_) @name @def.constant value: (expression_list . (_) @value))
(var_spec (identifier) @name @def.variable)
(var_spec (identifier) @of type: (_) @annotation)
(var_spec . name: (_) @name @def.variable value: (expression_list . (_) @value))
(var_spec . name: (_) @of value: (expression_list . (composite_literal body: (literal_value (literal_element) @entry))))
(var_spec . name: (_) @of value: (expression_list . (composite_literal body: (literal_value (keyed_element . (literal_element) @entry)))))

(parameter_list (parameter_declaration name: (_) @parameter.name type: (_) @parameter.type) @parameter) @of
(parameter_list (parameter_declaration !name type: (_) @parameter.type) @parameter) @of
((parameter_list (variadic_parameter_declaration name: (_)? @parameter.name type: (_) @parameter.type) @parameter) @of (#set! kind "variadic"))

(import_spec name: (_)? @alias path: (_) @module) @import
(call_expression function: (_) @callee arguments: (_) @arguments) @call
(comment) @comment
