"""Electrocardiograms: leads in millivolts, and the twelve-lead chart on paper squares."""
