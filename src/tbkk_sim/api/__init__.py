"""The public API: what `import tbkk_sim` offers. All other packages are internal and may change at any time."""
