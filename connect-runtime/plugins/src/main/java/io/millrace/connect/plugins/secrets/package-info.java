/**
 * What in a configuration is secret, and how it is kept out of sight.
 *
 * <p>Floor: below validate and the worker. No plugin code, any thread.
 */
package io.millrace.connect.plugins.secrets;
