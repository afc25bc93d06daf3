"""Measurements that anyone can repeat; each prints its baseline beside it, from the same run."""
