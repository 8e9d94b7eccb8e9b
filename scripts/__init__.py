"""What the Makefile calls; needs the installed dependencies, nothing else."""
