/**
 * The audit topic: records of who changed what, when, from where, and what came of it.
 *
 * <p>Floor: shell. {@code AuditLog} says which thread may call what.
 */
package io.millrace.registry.server.audit;
