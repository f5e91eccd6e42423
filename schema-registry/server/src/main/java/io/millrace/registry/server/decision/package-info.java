/**
 * Decides about schemas with the store's locks held only for as long as looking things up takes: what parses and compares
 * is pure, and is done before, by the thread of the request, or was done before, for threads that must not be kept.
 */
package io.millrace.registry.server.decision;
