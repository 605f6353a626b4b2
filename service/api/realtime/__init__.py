"""Subscriptions: what changes is told over WebSockets and Server-Sent Events."""
