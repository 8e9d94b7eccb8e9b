"""What is protected must not be readable anywhere: canaries are planted, then every page of the matrix is read."""
