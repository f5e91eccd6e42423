/**
 * Which plugins lie where: reads manifests and class files, never loads a class.
 *
 * <p>Floor: the lowest room of this module. Thread: any; a scan blocks on disk.
 */
package io.millrace.connect.plugins.index;
