"""Tables of an atlas in: dated, sourced numbers out; joins in the store, maths in kernels."""
