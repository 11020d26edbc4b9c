; Captures are explained in extract.py.

(module name: (_) @name) @def.module
(class name: (_) @name) @def.class
(class superclass: (superclass (_) @base)) @of
(method name: (_) @name parameters: (_)? @parameters) @def.function
(singleton_method name: (_) @name parameters: (_)? @parameters) @def.function
[(lambda) (do_block) (block)] @def.anonymous
(assignment left: (constant) @name right: (_) @value) @def.constant
((call method: (identifier) @attr arguments: (argument_list (simple_symbol) @name @def.field)) (#match? @attr "^attr_(accessor|reader|writer)$"))
(assignment right: [(array) (hash) (string_array) (symbol_array)] @entries) @of
(assignment right: (call receiver: [(array) (hash) (string_array) (symbol_array)] @entries)) @of
((class body: (body_statement (call method: (identifier) @mixin arguments: (argument_list (_) @base)))) @of (#match? @mixin "^(include|extend|prepend)$"))

(method_parameters (identifier) @parameter.name @parameter) @of
(method_parameters (optional_parameter name: (_) @parameter.name value: (_) @parameter.default) @parameter) @of
((method_parameters (splat_parameter name: (_) @parameter.name) @parameter) @of (#set! kind "variadic"))
((method_parameters (keyword_parameter name: (_) @parameter.name value: (_)? @parameter.default) @parameter) @of (#set! kind "keyword-only"))
((method_parameters (hash_splat_parameter name: (_) @parameter.name) @parameter) @of (#set! kind "keywords"))
((method_parameters (block_parameter name: (_) @parameter.name) @parameter) @of (#set! kind "block"))

((call !receiver method: (identifier) @how arguments: (argument_list . (string (string_content) @module))) @import (#match? @how "^(require|require_relative|load)$") (#set! kind "require"))
(call receiver: (_)? @object method: (_) @callee arguments: (_)? @arguments) @call
(comment) @comment
