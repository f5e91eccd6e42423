/**
 * The configuration that the runtime itself understands: definitions of connector keys, transformations, topic creation,
 * secrets from config providers, and client overrides.
 *
 * <p>Floor: above {@code plugins}. Thread: any that may run plugin code.
 */
package io.millrace.connect.plugins.config;
