"""Updates on their way to the bot: long polling with offsets, or a webhook; never both."""

import asyncio
import copy

import aiohttp

from tests.telegram.strictness import Refusal


class Updates:
    """The queue of updates that the bot has not confirmed yet."""

    def __init__(self, noticed):
        self._noticed = noticed
        self.pending = []
        self.allowed = None
        self.webhook = None
        self.delivered = []
        self.proxies = {}  # from a public https address to where the bot itself listens
        self.at_once = 1  # posts to a webhook; Telegram makes up to 40
        self.deaf = 0  # so many answers of the webhook get lost
        self._next_id = 1001
        self._poller = None
        self._delivery = None
        self._closed = False

    def push(self, kind, payload):
        """Queue an update of `kind`; the bot's allowed_updates decide whether it ever gets there."""
        if self.allowed and kind not in self.allowed:
            return
        self.pending.append({"update_id": self._next_id, kind: copy.deepcopy(payload)})
        self._next_id += 1
        if self.webhook:
            self._deliver()
        elif self._poller and not self._poller.done():
            self._poller.set_result(None)

    async def poll(self, offset, limit, wait, allowed):
        """What getUpdates gives; a second poller ends the first one's wait with a conflict."""
        if self.webhook:
            raise Refusal(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
                409,
            )
        self.end_poll(
            Refusal("terminated by other getUpdates request; make sure that only one bot instance is running", 409)
        )
        if allowed is not None:
            self.allowed = allowed
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        if not self.pending and wait:
            poller = self._poller = asyncio.get_running_loop().create_future()
            self._noticed()
            try:
                async with asyncio.timeout(wait):
                    await poller
            except TimeoutError:
                pass
            finally:
                if self._poller is poller:
                    self._poller = None
        return self.pending[:limit]

    @property
    def last_id(self):
        """The number of the update that was pushed last."""
        return self._next_id - 1

    @property
    def polled(self):
        """Whether somebody waits for updates right now."""
        return self._poller is not None and not self._poller.done()

    def end_poll(self, refusal):
        if self._poller and not self._poller.done():
            self._poller.set_exception(refusal)
        self._poller = None

    def set_webhook(self, url, secret, allowed, *, drop):
        self.webhook = {"url": url, "secret": secret, "error": None} if url else None
        if allowed is not None:
            self.allowed = allowed
        if drop:
            self.pending.clear()
        if self.webhook:
            self.end_poll(Refusal("terminated by setWebhook request", 409))
            self._deliver()

    def _deliver(self):
        if self._closed:
            return
        if self._delivery is None or self._delivery.done():
            self._delivery = asyncio.get_running_loop().create_task(self._post_pending())
            self._delivery.add_done_callback(self._go_on)

    def _go_on(self, done):
        """Deliver what came while the last delivery was closing its connections."""
        if self.pending and self.webhook and not done.cancelled():
            self._deliver()

    async def _post_pending(self):
        """POST the updates, `at_once` of them; one that isn't taken with a 2xx is sent again, as Telegram does."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            wait = 0.02
            while self.pending and (webhook := self.webhook):
                batch = self.pending[: self.at_once]
                taken = await asyncio.gather(*(self._post(session, webhook, update) for update in batch))
                for update in [update for update, was in zip(batch, taken, strict=True) if was]:
                    self.pending.remove(update)
                    self.delivered.append(update)
                    self._noticed()
                if all(taken):
                    wait = 0.02
                else:
                    await asyncio.sleep(wait)
                    wait = min(wait * 2, 1)

    async def _post(self, session, webhook, update):
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret"]} if webhook["secret"] else {}
        try:
            url = self.proxies.get(webhook["url"], webhook["url"])
            async with session.post(url, json=update, headers=headers) as response:
                taken = 200 <= response.status < 300 and not self.deaf
                self.deaf = max(self.deaf - 1, 0)
                webhook["error"] = None if taken else f"Wrong response from the webhook: {response.status}"
        except (aiohttp.ClientError, TimeoutError):
            taken = False
            webhook["error"] = "Connection refused"
        return taken

    def resume(self):
        """After `close`, post what waits."""
        self._closed = False
        if self.pending and self.webhook:
            self._deliver()

    async def close(self):
        """Nothing comes any more, polled or posted; what is pushed meanwhile waits."""
        self._closed = True
        if self._poller:
            self._poller.cancel()  # the connection is closed without a word
        self._poller = None
        if self._delivery:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None
