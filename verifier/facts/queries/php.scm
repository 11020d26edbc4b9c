; Captures are explained in extract.py.

(class_declaration name: (_) @name body: (_) @body) @def.class
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(trait_declaration name: (_) @name body: (_) @body) @def.trait
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_case name: (_) @name value: (_)? @value) @def.member
(method_declaration name: (_) @name parameters: (_) @parameters return_type: (_)? @returns) @def.method
(function_definition name: (_) @name parameters: (_) @parameters return_type: (_)? @returns) @def.function
[(anonymous_function) (arrow_function)] @def.anonymous
(const_declaration (const_element . (_) @name . (_) @value) @def.constant)
(property_declaration type: (_)? @annotation (property_element name: (variable_name (name) @name) default_value: (_)? @value) @def.field)
(property_promotion_parameter type: (_)? @annotation name: (variable_name (name) @name) default_value: (_)? @value) @def.attribute
((function_call_expression function: (name) @define arguments: (arguments . (argument (string) @name) . (argument (_) @value))) @def.constant (#eq? @define "define"))
(const_element (array_creation_expression) @entries) @of
(property_element default_value: (array_creation_expression) @entries) @of

(formal_parameters (simple_parameter type: (_)? @parameter.type name: (variable_name (name) @parameter.name) default_value: (_)? @parameter.default) @parameter) @of
(formal_parameters (property_promotion_parameter type: (_)? @parameter.type name: (variable_name (name) @parameter.name) default_value: (_)? @parameter.default) @parameter) @of
((formal_parameters (variadic_parameter type: (_)? @parameter.type name: (variable_name (name) @parameter.name)) @parameter) @of (#set! kind "variadic"))

(_ (base_clause (_) @base) body: (_) @of)
(_ (class_interface_clause (_) @base) body: (_) @of)
(class_declaration body: (declaration_list (use_declaration (_) @base)) @of)
(_ attributes: (attribute_list (attribute_group (attribute) @decorator)) @start name: (_)) @of
((method_declaration (visibility_modifier) @exported) @of (#eq? @exported "public"))
((property_declaration (visibility_modifier) @exported (property_element) @of) (#eq? @exported "public"))

(namespace_use_declaration !body (namespace_use_clause . [(qualified_name) (name)] @module alias: (_)? @alias)) @import
(namespace_use_declaration (namespace_name) @module body: (namespace_use_group (namespace_use_clause . (_) @imported alias: (_)? @alias))) @import
([(require_once_expression (string) @module) (require_expression (string) @module) (include_expression (string) @module) (include_once_expression (string) @module)] @import
  (#set! kind "include"))

(function_call_expression function: (_) @callee arguments: (_) @arguments) @call
(member_call_expression object: (_) @object name: (_) @callee arguments: (_) @arguments) @call
(nullsafe_member_call_expression object: (_) @object name: (_) @callee arguments: (_) @arguments) @call
(scoped_call_expression scope: (_) @object name: (_) @callee arguments: (_) @arguments) @call
((object_creation_expression . [(name) (qualified_name)] @callee (arguments)? @arguments) @call (#set! kind "new"))
(comment) @comment
