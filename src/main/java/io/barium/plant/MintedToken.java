package io.barium.plant;

import io.barium.model.TokenKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token before it is registered.
 *
 * @param value lower-case address, E.164 number, or ticket number as the table writes it
 * @param stratum name of the stratum in which its role was drawn
 * @param keys notations under which it is recognised
 * @param owner address of the persona that carries it, as in its row; {@code null} for a control
 */
record MintedToken(
        TokenKind kind,
        String value,
        String stratum,
        List<String> keys,
        @Nullable String owner) {}
