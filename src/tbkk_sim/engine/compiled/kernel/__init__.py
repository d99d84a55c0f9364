"""The compiler: how kernels are compiled, kept on disk and read their memory."""
