/**
 * Everything that touches the operating system's files by name: the {@link io.millrace.broker.log.file.FileStore} port,
 * the directory lock, and the small text files. Floor 0; runs on the caller's thread.
 */
package io.millrace.broker.log.file;
