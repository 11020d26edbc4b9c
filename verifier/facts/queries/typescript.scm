; TypeScript's own shapes, beside ecma.scm.

(abstract_class_declaration name: (_) @name body: (_) @body) @def.class
(class_body ((decorator (_) @decorator) @start)+ . (method_definition) @of)
(abstract_class_declaration (decorator (_) @decorator) @start) @of
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_body name: (_) @name @def.member)
(enum_body (enum_assignment name: (_) @name value: (_) @value) @def.member)
(type_alias_declaration name: (_) @name value: (_) @value) @def.type
(type_alias_declaration value: (union_type) @entries) @of
(internal_module name: (_) @name) @def.namespace
(module name: (_) @name) @def.module
(function_signature name: (_) @name parameters: (_) @parameters) @def.function
(method_signature name: (_) @name parameters: (_) @parameters) @def.method
(abstract_method_signature name: (_) @name parameters: (_) @parameters) @def.method
(property_signature name: (_) @name type: (_)? @annotation) @def.field
(public_field_definition name: (_) @name type: (_)? @annotation value: (_)? @value) @def.field
(public_field_definition name: (_) @name value: [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters)]) @def.method
(public_field_definition name: (_) @name value: (arrow_function parameter: (_)) @value) @def.method
(public_field_definition (decorator (_) @decorator) @start) @of
(required_parameter (accessibility_modifier) pattern: (identifier) @name type: (_)? @annotation value: (_)? @value) @def.attribute
(optional_parameter (accessibility_modifier) pattern: (identifier) @name type: (_)? @annotation) @def.attribute
(required_parameter "readonly" pattern: (identifier) @name type: (_)? @annotation value: (_)? @value) @def.attribute

(variable_declarator type: (_) @annotation) @of
(_ parameters: (formal_parameters) @of return_type: (_) @returns)
(variable_declarator value: [(as_expression . [(array) (object)] @entries) (satisfies_expression . [(array) (object)] @entries)]) @of
(variable_declarator value: (satisfies_expression . (as_expression . [(array) (object)] @entries))) @of
(variable_declarator value: (call_expression arguments: (arguments . (as_expression . [(array) (object)] @entries) .))) @of

(_ (class_heritage (extends_clause value: (_) @base)) body: (class_body) @of)
(_ (class_heritage (implements_clause (_) @base)) body: (class_body) @of)
(interface_declaration (extends_type_clause type: (_) @base)) @of

(formal_parameters (required_parameter pattern: [(identifier) (object_pattern) (array_pattern)] @parameter.name type: (_)? @parameter.type value: (_)? @parameter.default) @parameter) @of
((formal_parameters (required_parameter pattern: (rest_pattern (_) @parameter.name) type: (_)? @parameter.type) @parameter) @of (#set! kind "variadic"))
((formal_parameters (required_parameter pattern: (this) @parameter.name type: (_)? @parameter.type) @parameter) @of (#set! kind "receiver"))
(formal_parameters (optional_parameter pattern: (_) @parameter.name "?" @parameter.optional type: (_)? @parameter.type value: (_)? @parameter.default) @parameter) @of

(export_statement declaration: (ambient_declaration (_) @of)) @exported
(import_statement "type" @type_only) @of
(import_specifier "type" @type_only name: (_) @of)
((import_statement (import_require_clause (identifier) @alias source: (string) @module)) @import (#set! kind "require") (#set! imported "*"))
