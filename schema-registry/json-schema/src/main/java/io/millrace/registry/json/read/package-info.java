/**
 * Reads JSON Schema texts of drafts 4 to 2020-12, within limits and without ever fetching anything.
 *
 * <p>Floor: pure. Any thread; what is built during one call belongs to that call.
 */
package io.millrace.registry.json.read;
