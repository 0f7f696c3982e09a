package io.barium.verdict;

import io.barium.inference.OriginKind;
import java.time.Instant;

/**
 * That a planted row could leave through an origin.
 *
 * @param origin its key, such as {@code agent:7f3a}
 * @param label what people call it
 * @param row the planting
 * @param firstAt from when on
 */
public record Access(String origin, OriginKind kind, String label, long row, Instant firstAt) {}
