/**
 * What the disk engine says when it refuses or fails; each fault carries the protocol error it maps to.
 * Floor 0, no thread of its own.
 */
package io.millrace.broker.log.fault;
