; What JavaScript and TypeScript share. Captures are explained in extract.py.

(function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @def.function
(generator_function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @def.function
(method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @def.method
(class_declaration name: (_) @name body: (_) @body) @def.class
[(arrow_function) (function_expression) (generator_function)] @def.anonymous

(lexical_declaration kind: "const" (variable_declarator name: (identifier) @name value: (_)? @value) @def.constant)
(lexical_declaration kind: "let" (variable_declarator name: (identifier) @name value: (_)? @value) @def.variable)
(variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value) @def.variable)
(variable_declarator name: (identifier) @name value: (arrow_function) @value) @def.function
(variable_declarator name: (identifier) @name value: (function_expression) @value) @def.function
(variable_declarator name: (identifier) @name value: (generator_function) @value) @def.function
(variable_declarator name: (identifier) @name value: (arrow_function parameters: (_) @parameters)) @def.function
(variable_declarator name: (identifier) @name value: (function_expression parameters: (_) @parameters)) @def.function
(variable_declarator name: (identifier) @name value: (generator_function parameters: (_) @parameters)) @def.function
(variable_declarator name: (identifier) @name value: (class body: (_) @body)) @def.class
((variable_declarator name: (identifier) @name
    value: (call_expression function: (_) @wrapper arguments: (arguments . [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters)]))) @def.function
  (#match? @wrapper "(^|\\.)(memo|forwardRef|observer|useCallback|debounce|throttle|cache|[a-zA-Z]*[aA]sync[a-zA-Z]*|wrap[a-zA-Z]*)$"))
((variable_declarator name: (identifier) @name
    value: (call_expression function: (_) @wrapper arguments: (arguments . (call_expression arguments: (arguments . [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters)]))))) @def.function
  (#match? @wrapper "(^|\\.)memo$"))

(pair key: (_) @name value: [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters) (generator_function parameters: (_) @parameters)] @value) @def.method
(pair key: (_) @name value: (arrow_function parameter: (_)) @value) @def.method
(assignment_expression left: (member_expression object: (_) @receiver property: (_) @name)
  right: [(arrow_function parameters: (_) @parameters) (function_expression parameters: (_) @parameters) (generator_function parameters: (_) @parameters)]) @def.function
((assignment_expression left: (member_expression object: (this) @self property: (_) @name) right: (_) @value) @def.attribute)

((export_statement "default" value: [(arrow_function parameters: (_) @parameters) (function_expression name: (_)? @name parameters: (_) @parameters)]) @def.function (#set! name "default"))
((export_statement "default" value: (class name: (_)? @name body: (_) @body)) @def.class (#set! name "default"))

(function_declaration "async" @async) @of
(generator_function_declaration "async" @async) @of
(method_definition "async" @async) @of
(arrow_function "async" @async parameters: (_) @of)
(arrow_function "async" @async parameter: (_)) @of
(function_expression "async" @async parameters: (_) @of)
(generator_function "async" @async parameters: (_) @of)
(arrow_function parameter: (identifier) @parameter.name @parameter) @of

(export_statement declaration: (_) @of) @exported
(export_statement declaration: (lexical_declaration (variable_declarator) @of)) @exported
(export_statement declaration: (variable_declaration (variable_declarator) @of)) @exported
(export_statement "default" value: [(arrow_function parameters: (_) @of) (function_expression parameters: (_) @of) (class body: (_) @of)]) @exported
(export_statement value: (identifier) @public)
(export_statement !source (export_clause (export_specifier name: (_) @public)))
((assignment_expression left: (member_expression) @left right: (identifier) @public) (#match? @left "^(module\\.exports|exports\\.\\w+)"))
((assignment_expression left: (member_expression) @left right: (object [(shorthand_property_identifier) @public (pair value: (identifier) @public)])) (#eq? @left "module.exports"))

(variable_declarator value: [(array) (object)] @entries) @of
(variable_declarator value: (call_expression arguments: (arguments . [(array) (object)] @entries .))) @of
(variable_declarator value: (new_expression arguments: (arguments . (array) @entries .))) @of

(class_declaration (decorator (_) @decorator) @start) @of
(export_statement (decorator (_) @decorator) @start declaration: (_) @of)

((import_statement (import_clause (identifier) @alias) source: (string) @module) @import (#set! imported "default"))
((import_statement (import_clause (namespace_import (identifier) @alias)) source: (string) @module) @import (#set! imported "*"))
(import_statement (import_clause (named_imports (import_specifier name: (_) @imported alias: (_)? @alias))) source: (string) @module) @import
((import_statement source: (string) @module) @import (#set! bare "1"))
((export_statement (export_clause (export_specifier name: (_) @imported alias: (_)? @alias)) source: (string) @module) @import (#set! kind "reexport"))
((export_statement "*" source: (string) @module) @import (#set! kind "reexport") (#set! imported "*"))
((export_statement (namespace_export (_) @alias) source: (string) @module) @import (#set! kind "reexport") (#set! imported "*"))
((call_expression function: (import) arguments: (arguments . (string) @module)) @import (#set! kind "dynamic"))
((call_expression function: (identifier) @require arguments: (arguments . (string) @module)) @import (#eq? @require "require") (#set! kind "require") (#set! bare "1"))
((variable_declarator name: (identifier) @alias value: (call_expression function: (identifier) @require arguments: (arguments . (string) @module))) @import
  (#eq? @require "require") (#set! kind "require") (#set! imported "*"))
((variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @imported) value: (call_expression function: (identifier) @require arguments: (arguments . (string) @module))) @import
  (#eq? @require "require") (#set! kind "require"))
((variable_declarator name: (object_pattern (pair_pattern key: (_) @imported value: (identifier) @alias)) value: (call_expression function: (identifier) @require arguments: (arguments . (string) @module))) @import
  (#eq? @require "require") (#set! kind "require"))

(call_expression function: (_) @callee arguments: (_) @arguments) @call
((new_expression constructor: (_) @callee arguments: (_)? @arguments) @call (#set! kind "new"))
(comment) @comment
