"""What a layer declares about itself in its data files: identity, rules, interpretations, parameters, inputs.

A file that is not well formed is a defect of the plugin: all its problems are told together, in English.
"""
