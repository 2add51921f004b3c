"""The terms of the cycle as frozen data: inputs, the dossier that contains them, results and what they rest on."""
