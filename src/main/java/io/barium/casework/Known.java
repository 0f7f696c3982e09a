package io.barium.casework;

import io.barium.model.TokenRole;

/** A token behind a notation. */
record Known(long id, TokenRole role) {}
