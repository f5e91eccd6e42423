/**
 * What the Connect converters of all formats share: their settings, how they ask a registry, and how a failure is told.
 *
 * <p>Floor: plugin library; it sees connect-api. A converter serves one task; sinks report bad records on threads of
 * their own.
 */
package io.millrace.registry.serde.converter;
