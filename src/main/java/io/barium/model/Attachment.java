package io.barium.model;

/**
 * An attachment as it was named and how it hashes; its content stays in the raw bytes.
 *
 * @param name file name as sent, empty where none was given
 * @param contentType media type as claimed
 * @param size decoded size in bytes
 * @param sha256 lower-case hex of the decoded content
 */
public record Attachment(String name, String contentType, long size, String sha256) {}
