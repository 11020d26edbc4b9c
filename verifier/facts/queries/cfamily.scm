; What C and C++ share. Captures are explained in extract.py.

(function_definition type: (_) @returns declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)) @def.function
(function_definition type: (_) @returns declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))) @def.function
(declaration type: (_) @returns declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters)) @def.declaration
(declaration type: (_) @returns declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name parameters: (_) @parameters))) @def.declaration
(struct_specifier name: (_) @name body: (_) @body) @def.struct
(union_specifier name: (_) @name body: (_) @body) @def.struct
(enum_specifier name: (_) @name body: (_) @body) @def.enum
(enumerator name: (_) @name value: (_)? @value) @def.member
(type_definition declarator: (type_identifier) @name type: (_) @value) @def.type
(type_definition type: (struct_specifier !name body: (_) @body) declarator: (type_identifier) @name) @def.struct
(type_definition type: (union_specifier !name body: (_) @body) declarator: (type_identifier) @name) @def.struct
(type_definition type: (enum_specifier !name body: (_) @body) declarator: (type_identifier) @name) @def.enum
(field_declaration type: (_) @annotation declarator: [(field_identifier) @name @def.field (pointer_declarator declarator: (field_identifier) @name @def.field)
  (array_declarator declarator: (field_identifier) @name @def.field)])
(preproc_def name: (_) @name value: (_)? @value) @def.constant
(preproc_function_def name: (_) @name parameters: (_) @parameters value: (_)? @value) @def.macro
(preproc_params (identifier) @parameter.name @parameter) @of
(declaration type: (_) @annotation declarator: (identifier) @name @def.variable)
(declaration type: (_) @annotation declarator: (init_declarator declarator: [(identifier) @name (pointer_declarator declarator: (identifier) @name)
  (array_declarator declarator: (identifier) @name) (pointer_declarator declarator: (array_declarator declarator: (identifier) @name))] value: (_) @value) @def.variable)
(init_declarator value: (initializer_list) @entries) @of

(parameter_list (parameter_declaration type: (_) @parameter.type declarator: [(identifier) @parameter.name (pointer_declarator (identifier) @parameter.name)
  (pointer_declarator (pointer_declarator (identifier) @parameter.name)) (array_declarator declarator: (identifier) @parameter.name)
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator (identifier) @parameter.name)))]) @parameter) @of
(parameter_list (parameter_declaration !declarator type: (_) @parameter.type) @parameter) @of

((preproc_include path: (_) @module) @import (#set! kind "include"))
(call_expression function: (_) @callee arguments: (_) @arguments) @call
(comment) @comment
