package io.barium.fetch;

import io.barium.provider.kit.Fetch;
import java.time.Instant;

/**
 * Something that is still to be fetched for a journalled contact.
 *
 * @param seq of the journal row that points there
 * @param thread of the contact that it belongs to
 * @param attempts this one included
 * @param firstAt when the contact came
 */
record FetchTask(long id, long seq, String source, String thread, Fetch fetch, int attempts, Instant firstAt) {}
