"""Redis as the tests use it: beside others."""

from django.core.cache.backends.redis import RedisCache


class OwnKeysRedisCache(RedisCache):
    """Empties what this process wrote; Django's own `clear` would empty the whole database of the server."""

    def clear(self) -> bool:
        """Delete the keys with this process's prefix."""
        client = self._cache.get_client(None, write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        return bool(keys and client.delete(*keys))
