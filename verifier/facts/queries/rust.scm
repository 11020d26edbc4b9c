; Captures are explained in extract.py.

(function_item name: (_) @name parameters: (_) @parameters return_type: (_)? @returns body: (_) @body) @def.function
(function_signature_item name: (_) @name parameters: (_) @parameters return_type: (_)? @returns) @def.function
((function_item (function_modifiers) @async) @of (#match? @async "async"))
(closure_expression) @def.anonymous
(struct_item name: (_) @name) @def.struct
(union_item name: (_) @name) @def.struct
(enum_item name: (_) @name) @def.enum
(enum_variant name: (_) @name value: (_)? @value) @def.member
(trait_item name: (_) @name) @def.trait
(trait_item bounds: (trait_bounds (_) @base)) @of
(impl_item type: [(type_identifier) @name (generic_type type: (_) @name) (scoped_type_identifier name: (_) @name)]) @scope
(mod_item name: (_) @name) @def.module
(field_declaration name: (_) @name type: (_) @annotation) @def.field
(const_item name: (_) @name type: (_) @annotation value: (_)? @value) @def.constant
(static_item name: (_) @name type: (_) @annotation value: (_)? @value) @def.constant
(type_item name: (_) @name type: (_) @value) @def.type
(associated_type name: (_) @name) @def.type
(macro_definition name: (_) @name) @def.macro

(const_item value: [(array_expression) @entries (reference_expression (array_expression) @entries) (tuple_expression) @entries]) @of
(static_item value: [(array_expression) @entries (reference_expression (array_expression) @entries) (tuple_expression) @entries]) @of

((parameters (self_parameter) @parameter.name @parameter) @of (#set! kind "receiver"))
(parameters (parameter pattern: (_) @parameter.name type: (_) @parameter.type) @parameter) @of
((parameters (variadic_parameter) @parameter) @of (#set! kind "variadic"))

(_ (visibility_modifier) @exported name: (_)) @of
(attribute_item (attribute) @above)
(use_declaration argument: (_) @module) @import
(extern_crate_declaration name: (_) @module) @import

(call_expression function: (_) @callee arguments: (_) @arguments) @call
((macro_invocation macro: (_) @callee) @call (#set! kind "macro"))
(line_comment) @comment
(block_comment) @comment
