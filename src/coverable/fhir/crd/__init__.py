"""Coverage Requirements Discovery (Da Vinci CRD): what is needed, said in the EHR at the time of ordering."""
