/**
 * Class loaders: what the hub shows to plugins, and one isolated loader per plugin location.
 *
 * <p>Floor: knows nothing of plugin kinds. Thread: any; class loaders are parallel capable.
 */
package io.millrace.connect.plugins.loader;
