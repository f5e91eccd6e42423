/**
 * Who may do what by the ACLs of the cluster behind a server, and by which name a certificate is known there.
 *
 * <p>Floor: above {@code http}, below registry and gateway; knows neither. Thread: any; ACLs are read on a thread of
 * their own.
 */
package io.millrace.acls;
