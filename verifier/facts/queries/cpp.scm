; C++'s own shapes, beside cfamily.scm.

(namespace_definition name: (_) @name) @def.namespace
(class_specifier name: (_) @name body: (_) @body) @def.class
(alias_declaration name: (_) @name type: (_) @value) @def.type
(function_definition declarator: (function_declarator declarator: [(identifier) (field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @parameters)) @def.function
(function_definition declarator: (function_declarator declarator: (qualified_identifier) @name parameters: (_) @parameters)) @def.method
(function_definition declarator: (reference_declarator (function_declarator declarator: [(identifier) (field_identifier) (qualified_identifier) (operator_name)] @name parameters: (_) @parameters))) @def.function
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (qualified_identifier)] @name parameters: (_) @parameters))) @def.function
(function_definition type: (_) @returns declarator: (function_declarator parameters: (_) @of))
(field_declaration type: (_) @returns declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name parameters: (_) @parameters)) @def.method
(field_declaration type: (_) @returns declarator: (pointer_declarator declarator: (function_declarator declarator: (field_identifier) @name parameters: (_) @parameters))) @def.method
(field_declaration type: (_) @returns declarator: (reference_declarator (function_declarator declarator: (field_identifier) @name parameters: (_) @parameters))) @def.method
(declaration declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)) @def.declaration
(field_declaration declarator: (field_identifier) @name @def.field default_value: (_) @value)
(lambda_expression) @def.anonymous

(_ (base_class_clause [(type_identifier) (template_type) (qualified_identifier)] @base) body: (_) @of)
(parameter_list (optional_parameter_declaration type: (_) @parameter.type declarator: [(identifier) @parameter.name (pointer_declarator (identifier) @parameter.name)
  (reference_declarator (identifier) @parameter.name)] default_value: (_) @parameter.default) @parameter) @of
(parameter_list (parameter_declaration type: (_) @parameter.type declarator: (reference_declarator (identifier) @parameter.name)) @parameter) @of
((parameter_list (variadic_parameter_declaration type: (_) @parameter.type) @parameter) @of (#set! kind "variadic"))
((parameter_list "..." @parameter) @of (#set! kind "variadic"))
((new_expression type: (_) @callee arguments: (_)? @arguments) @call (#set! kind "new"))
