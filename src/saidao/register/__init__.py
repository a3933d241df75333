"""A register of establishments: read, checked, classified and placed.

Pure: arrays and tables in, arrays and tables out. `saidao.store.registers` runs it over
files of any size; `saidao.registering` puts a register into an atlas.
"""
