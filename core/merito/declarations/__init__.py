"""Reads the data files of a layer: identity, rules, interpretations, parameters, inputs.

An invalid file is a defect of the plugin: all its problems are reported together, in English.
"""
