; Captures are explained in extract.py.

(function_definition "async"? @async name: (identifier) @name parameters: (parameters) @parameters return_type: (type)? @returns body: (block) @body) @def.function
(class_definition name: (identifier) @name superclasses: (argument_list)? @bases body: (block) @body) @def.class
(class_definition superclasses: (argument_list (_) @base) @of)
(decorated_definition (decorator (_) @decorator) @start definition: (_) @of)
((block . (comment)* . (expression_statement . [(string) (concatenated_string)] .) @doc) @of (#not-match? @doc "^[rR]?[fFbB]"))

(parameters (identifier) @parameter.name @parameter) @of
(parameters (default_parameter name: (_) @parameter.name value: (_) @parameter.default) @parameter) @of
(parameters (typed_parameter . (identifier) @parameter.name type: (type) @parameter.type) @parameter) @of
(parameters (typed_default_parameter name: (_) @parameter.name type: (type) @parameter.type value: (_) @parameter.default) @parameter) @of
(parameters (tuple_pattern) @parameter.name @parameter) @of
((parameters (list_splat_pattern (_) @parameter.name) @parameter) @of (#set! kind "*args"))
((parameters (typed_parameter . (list_splat_pattern (_) @parameter.name) type: (type) @parameter.type) @parameter) @of (#set! kind "*args"))
((parameters (dictionary_splat_pattern (_) @parameter.name) @parameter) @of (#set! kind "keywords"))
((parameters (typed_parameter . (dictionary_splat_pattern (_) @parameter.name) type: (type) @parameter.type) @parameter) @of (#set! kind "keywords"))
((parameters (positional_separator) @parameter) @of (#set! kind "/"))
((parameters (keyword_separator) @parameter) @of (#set! kind "*"))

; Names bound at file or class level. Those bound in a function are dropped later.
(expression_statement (assignment left: (identifier) @name type: (type)? @annotation right: (_)? @value) @def.variable)
(expression_statement (assignment left: (pattern_list (identifier) @name @def.variable)))
(expression_statement (assignment left: (identifier) right: (assignment left: (identifier) @name right: (_) @value) @def.variable))
((expression_statement (assignment left: (attribute object: (identifier) @self attribute: (identifier) @name) type: (type)? @annotation right: (_)? @value) @def.attribute)
  (#eq? @self "self"))
(type_alias_statement left: (type (identifier) @name) right: (type) @value) @def.type
(type_alias_statement left: (type (generic_type (identifier) @name)) right: (type) @value) @def.type

(assignment right: [(list) (tuple) (set) (dictionary)] @entries) @of
(assignment right: (call arguments: (argument_list . [(list) (tuple) (set) (dictionary)] @entries .))) @of
(assignment right: (subscript value: (_) @head subscript: (_) @entry) (#match? @head "Literal$")) @of

(import_statement name: (dotted_name) @module) @import
(import_statement name: (aliased_import name: (_) @module alias: (_) @alias)) @import
(import_from_statement module_name: (_) @module name: (dotted_name) @imported) @import
(import_from_statement module_name: (_) @module name: (aliased_import name: (_) @imported alias: (_) @alias)) @import
(import_from_statement module_name: (_) @module (wildcard_import) @imported) @import
((future_import_statement name: (dotted_name) @imported) @import (#set! module "__future__"))

(call function: (_) @callee arguments: (_) @arguments) @call
