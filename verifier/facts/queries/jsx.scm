; Elements as calls.

((jsx_opening_element name: (_) @callee) @call @arguments (#set! kind "jsx"))
((jsx_self_closing_element name: (_) @callee) @call @arguments (#set! kind "jsx"))
