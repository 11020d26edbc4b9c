; C's own shapes, beside cfamily.scm.

((parameter_list (variadic_parameter) @parameter) @of (#set! kind "variadic"))
