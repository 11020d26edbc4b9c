; What JavaScript and TypeScript share. Captures are explained in extract.py.

(function_declaration "async"? @async name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @def.function
(generator_function_declaration "async"? @async name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @def.function
(method_definition "async"? @async name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @def.method
[(arrow_function) (function_expression) (generator_function)] @def.anonymous
(class_declaration name: (_) @name body: (_) @body) @def.class
