"""THINKING: values in, values out; no clock, files, devices, threads, randomness or print."""
