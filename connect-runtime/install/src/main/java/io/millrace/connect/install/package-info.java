/**
 * Puts plugins from Maven repositories into a plugin path, and takes them out again. The one home of Maven's libraries.
 *
 * <p>Floor: beside the runtime, and unaware of it: what is put into the path the worker finds by itself. Thread: the
 * caller's, which waits for disk and network.
 */
package io.millrace.connect.install;
