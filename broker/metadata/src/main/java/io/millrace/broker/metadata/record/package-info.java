/**
 * Metadata records: the facts that a decision produces and the only things that change an image; and the snapshot, an
 * image written as records.
 *
 * <p>Floor: broker, pure. Thread: values, plus codecs without state.
 */
package io.millrace.broker.metadata.record;
