/**
 * Finds plugins, isolates them from the hub and from each other, and makes instances of them.
 *
 * <p>Floor: connect-api and kafka-clients only. Thread: everything here may be called from any thread, but whatever
 * runs plugin code (every {@code new...} method and every {@link io.millrace.connect.plugins.PluginHandle} call) belongs
 * on a thread that may hang without harm to control or REST threads.
 */
package io.millrace.connect.plugins;
