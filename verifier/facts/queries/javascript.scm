; JavaScript's own shapes, beside ecma.scm.

(field_definition property: (_) @name value: (_)? @value) @def.field
(field_definition property: (_) @name value: [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters)]) @def.method
(method_definition (decorator (_) @decorator) @start) @of
(field_definition (decorator (_) @decorator) @start) @of
(_ (class_heritage (_) @base) body: (class_body) @of)

(formal_parameters [(identifier) (object_pattern) (array_pattern)] @parameter.name @parameter) @of
(formal_parameters (assignment_pattern left: (_) @parameter.name right: (_) @parameter.default) @parameter) @of
((formal_parameters (rest_pattern (_) @parameter.name) @parameter) @of (#set! kind "variadic"))
