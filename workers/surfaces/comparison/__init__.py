"""The files of `compare`: two plans of the same parcels side by side, place by place.

sides       a plan and its figures         work       what its vehicles carry, in litre-kilometres
comparison  which parcels and places gain or lose
summary     compare.json                   terminal   what the command prints
dumbbells, change_map   the pictures       page       compare.html
"""
