/**
 * The registry as a server: starts from properties, says where it listens, and closes.
 *
 * <p>Floor: shell; it puts storage and HTTP together. Any thread.
 */
package io.millrace.registry.server;
