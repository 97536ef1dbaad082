"""Why a parcel has no journey: the reason, what limits it, and a sentence a person understands."""
