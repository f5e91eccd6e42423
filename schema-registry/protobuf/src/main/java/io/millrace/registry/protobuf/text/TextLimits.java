package io.millrace.registry.protobuf.text;

/**
 * How large a text may be.
 *
 * @param depth how deep messages, and how deep braces inside an option's value, may be nested
 * @param declarations how many messages, fields, enum values and the like it may declare
 */
public record TextLimits(int depth, int declarations) {}
