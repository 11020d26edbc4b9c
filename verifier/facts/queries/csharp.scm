; Captures are explained in extract.py.

(class_declaration name: (_) @name) @def.class
(record_declaration name: (_) @name (parameter_list)? @parameters) @def.class
(struct_declaration name: (_) @name) @def.struct
(interface_declaration name: (_) @name) @def.interface
(enum_declaration name: (_) @name) @def.enum
(enum_member_declaration name: (_) @name value: (_)? @value) @def.member
(method_declaration returns: (_) @returns name: (_) @name parameters: (_) @parameters) @def.method
(constructor_declaration name: (_) @name parameters: (_) @parameters) @def.method
(local_function_statement type: (_) @returns name: (_) @name parameters: (_) @parameters) @def.function
(delegate_declaration type: (_) @returns name: (_) @name parameters: (_) @parameters) @def.type
(property_declaration type: (_) @annotation name: (_) @name value: (_)? @value) @def.field
[(lambda_expression) (anonymous_method_expression)] @def.anonymous
(field_declaration (variable_declaration type: (_) @annotation (variable_declarator name: (_) @name (_)? @value) @def.field))
(event_field_declaration (variable_declaration type: (_) @annotation (variable_declarator name: (_) @name) @def.field))
(field_declaration (variable_declaration (variable_declarator [(initializer_expression) @entries (array_creation_expression (initializer_expression) @entries)
  (implicit_array_creation_expression (initializer_expression) @entries) (object_creation_expression initializer: (_) @entries)
  (collection_expression) @entries]) @of))

(parameter_list (parameter type: (_) @parameter.type name: (_) @parameter.name . (_)? @parameter.default) @parameter) @of
((parameter_list type: (_) @parameter.type name: (identifier) @parameter.name @parameter) @of (#set! kind "variadic"))

(_ name: (_) (base_list (_) @base)) @of
(_ (attribute_list (attribute) @decorator) name: (_)) @of
(field_declaration (attribute_list (attribute) @decorator) (variable_declaration (variable_declarator) @of))
(_ (modifier "public") @exported name: (_)) @of
(field_declaration (modifier "public") @exported (variable_declaration (variable_declarator) @of))
(_ (modifier "async") @async name: (_)) @of

(using_directive name: (_) @alias (_) @module) @import
(using_directive !name (_) @module) @import

(invocation_expression function: (_) @callee arguments: (_) @arguments) @call
((object_creation_expression type: (_) @callee arguments: (_)? @arguments) @call (#set! kind "new"))
(comment) @comment
