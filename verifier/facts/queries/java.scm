; Captures are explained in extract.py.

(class_declaration name: (_) @name body: (_) @body) @def.class
(record_declaration name: (_) @name parameters: (_) @parameters) @def.class
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(annotation_type_declaration name: (_) @name body: (_) @body) @def.interface
(annotation_type_element_declaration type: (_) @returns name: (_) @name value: (_)? @value) @def.method
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_constant name: (_) @name arguments: (_)? @value) @def.member
(method_declaration type: (_) @returns name: (_) @name parameters: (_) @parameters) @def.method
(constructor_declaration name: (_) @name parameters: (_) @parameters) @def.method
(compact_constructor_declaration name: (_) @name) @def.method
(lambda_expression) @def.anonymous
(field_declaration type: (_) @annotation declarator: (variable_declarator name: (_) @name value: (_)? @value) @def.field)
(constant_declaration type: (_) @annotation declarator: (variable_declarator name: (_) @name value: (_)? @value) @def.field)
(variable_declarator value: (array_initializer) @entries) @of
(variable_declarator value: (array_creation_expression value: (_) @entries)) @of
((variable_declarator value: (method_invocation object: (identifier) @collection arguments: (_) @entries)) @of (#match? @collection "^(List|Set|Arrays|EnumSet|ImmutableList|ImmutableSet)$"))

(formal_parameters (formal_parameter type: (_) @parameter.type name: (_) @parameter.name) @parameter) @of
((formal_parameters (spread_parameter . (modifiers)? . (_) @parameter.type (variable_declarator name: (_) @parameter.name)) @parameter) @of (#set! kind "variadic"))
((formal_parameters (receiver_parameter) @parameter) @of (#set! kind "receiver"))

(class_declaration superclass: (superclass (_) @base)) @of
(_ interfaces: (super_interfaces (type_list (_) @base))) @of
(interface_declaration (extends_interfaces (type_list (_) @base))) @of

(_ (modifiers [(annotation) (marker_annotation)] @decorator) name: (_)) @of
(field_declaration (modifiers [(annotation) (marker_annotation)] @decorator @start) declarator: (_) @of)
(_ (modifiers "public" @exported) name: (_)) @of
(field_declaration (modifiers "public" @exported) declarator: (_) @of)

((import_declaration "import" . (scoped_identifier scope: (_) @module name: (_) @imported) .) @import)
((import_declaration (scoped_identifier) @module (asterisk) @imported) @import)

(method_invocation object: (_)? @object name: (_) @callee arguments: (_) @arguments) @call
((object_creation_expression type: (_) @callee arguments: (_) @arguments) @call (#set! kind "new"))
(line_comment) @comment
(block_comment) @comment
