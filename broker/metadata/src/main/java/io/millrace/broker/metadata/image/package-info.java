/**
 * The immutable image of the cluster: brokers, topics, configs, id blocks. One image is one point of the metadata
 * log; nothing in it ever changes. {@link io.millrace.broker.metadata.image.ImageDraft} makes the next one.
 *
 * <p>Floor: broker, pure. Thread: images may be read by all; a draft belongs to one call.
 */
package io.millrace.broker.metadata.image;
