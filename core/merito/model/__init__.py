"""The words of the cycle as frozen data: inputs, the dossier that holds them, results and what they rest on."""
