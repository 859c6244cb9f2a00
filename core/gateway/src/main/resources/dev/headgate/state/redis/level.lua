-- Begins every step. A level is how full a limit is, by the arithmetic of dev.headgate.api.quota.Level, of which this is
-- the copy: whole numbers below 2^53 throughout, which doubles hold exactly. Kept as text, its figures in the order that
-- they are read in.
local MOST_PARTS = 4503599627370496
local MOST_AMOUNT = 1099511627776
local LONGEST_LEASE = 86400000
local SLACK = 7200000 -- a server's clock that is set moves its expiries too
local OUT_OF_STEP = 1000
local BUCKET, WINDOW, CONCURRENCY = 0, 1, 2

-- The server's time in milliseconds, or nothing when this step was not sent just now: what was meant for another time
-- must not be done in this one. Arguments: a test's time or -1; when it was sent, by the server's clock; what the clock
-- has been set by since.
local function clock()
  local t = tonumber(ARGV[1])
  if t < 0 then
    local now = redis.call('TIME')
    t = now[1] * 1000 + math.floor(now[2] / 1000)
  end
  if math.abs(t - tonumber(ARGV[2])) > OUT_OF_STEP then
    return nil, t
  end
  return t + tonumber(ARGV[3]), t
end

local function ceildiv(a, b)
  local q = math.floor(a / b)
  while q * b < a do q = q + 1 end
  while q > 0 and (q - 1) * b >= a do q = q - 1 end
  return q
end

local function load(key, now)
  local l = { parts = 1, drain = 0, settled = 0, held = 0, ahead = 0, at = now, finish = 0, length = 0 }
  local kept = redis.call('GET', key)
  if kept then
    local parts, drain, settled, held, ahead, at, finish, length =
      string.match(kept, '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
    l.parts, l.drain, l.settled, l.held = tonumber(parts), tonumber(drain), tonumber(settled), tonumber(held)
    l.ahead, l.at, l.finish, l.length = tonumber(ahead), tonumber(at), tonumber(finish), tonumber(length)
  end
  return l
end

local function used(l)
  return l.settled + l.held - l.ahead
end

-- Forgotten when it is no different from an empty one, and no sooner.
local function save(key, kind, l, now)
  local lasts = 0
  if kind == BUCKET and l.drain > 0 then
    lasts = ceildiv(used(l), l.drain)
  elseif kind == WINDOW then
    lasts = l.finish + l.length - now
  end
  if l.held > 0 and lasts < LONGEST_LEASE then lasts = LONGEST_LEASE end
  if lasts <= 0 then
    redis.call('DEL', key)
    return
  end
  redis.call('SET', key, string.format('%.0f %.0f %.0f %.0f %.0f %.0f %.0f %.0f', l.parts, l.drain, l.settled, l.held,
    l.ahead, l.at, l.finish, l.length), 'PX', string.format('%.0f', lasts + SLACK))
end

local function converted(l, value, wanted)
  local whole = ceildiv(value, l.parts)
  return whole > MOST_PARTS / wanted and MOST_PARTS or whole * wanted
end

-- Brings it to this time under this limit; says whether a new window has begun.
local function bring(l, c, now)
  if c.kind == BUCKET then
    local passed = now - l.at
    if passed > 0 then
      l.at = now
      local due = (l.drain == 0 or passed <= MOST_PARTS / l.drain) and passed * l.drain or MOST_PARTS
      local paid = math.min(l.settled, due)
      l.settled = l.settled - paid
      l.ahead = math.min(l.held, l.ahead + (due - paid))
    end
    if l.parts ~= c.parts then
      l.settled = converted(l, l.settled, c.parts)
      l.held = converted(l, l.held, c.parts)
      l.ahead = math.min(l.held, math.floor(l.ahead / l.parts) * c.parts)
      l.parts = c.parts
    end
    l.drain = c.drain
  elseif c.kind == WINDOW and c.finish > l.finish then
    l.settled = l.finish == c.start and math.max(0, l.settled + l.held - c.capacity) or 0
    l.held = 0
    l.finish = c.finish
    l.length = c.finish - c.start
    return true
  end
  return false
end

local function admits(l, c)
  if c.amount == 0 then return true end
  if c.amount > c.capacity then return false end
  local claimed = c.amount * l.parts
  return used(l) + claimed <= c.capacity * l.parts and l.held + claimed <= MOST_PARTS
end

-- How long until it fits; -1 when it never does.
local function wait(l, c, now)
  if c.amount > c.capacity then return -1 end
  if c.kind == BUCKET then
    return math.max(0, ceildiv(math.max(0, used(l) + c.amount * l.parts - c.capacity * l.parts), l.drain))
  elseif c.kind == WINDOW then
    return math.max(0, l.finish - now)
  end
  return 0
end

local function settle(l, c, spent)
  local paid = math.min(spent, MOST_AMOUNT)
  if c.taken ~= l.finish then
    l.settled = math.min(MOST_PARTS, l.settled + math.max(0, paid - c.amount))
    return
  end
  local claimed = c.amount * l.parts
  l.held = math.max(0, l.held - claimed)
  if c.kind == CONCURRENCY then return end
  local due = paid > MOST_PARTS / l.parts and MOST_PARTS or paid * l.parts
  l.settled = math.min(MOST_PARTS, l.settled + due)
  l.ahead = l.ahead - math.min(l.ahead, math.max(0, claimed - due))
  local over = math.max(0, l.ahead - l.held)
  l.ahead = l.ahead - over
  l.settled = math.max(0, l.settled - over)
end

-- Ends a hold that is open; nothing spent means all of it was.
local function finish(leases, holds, id, spent, now)
  local kept = redis.call('HGET', holds, id)
  if not kept then return 0 end
  redis.call('HDEL', holds, id)
  redis.call('ZREM', leases, id)
  for i, c in ipairs(cmsgpack.unpack(kept)) do
    local l = load(c.key, now)
    bring(l, c, now)
    settle(l, c, spent and spent[i] or c.amount)
    save(c.key, c.kind, l, now)
  end
  return 1
end

-- Ends some of the holds whose lease has run out.
local function sweep(leases, holds, now)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', string.format('%.0f', now), 'LIMIT', 0, 16)) do
    if finish(leases, holds, id, nil, now) == 0 then redis.call('ZREM', leases, id) end
  end
end

-- The claims among the arguments from this one on, seven figures each; their levels are the keys from the third on.
local function claims(from)
  local all = {}
  for i = 3, #KEYS do
    local a = from + (i - 3) * 7
    all[i - 2] = {
      key = KEYS[i], kind = tonumber(ARGV[a]), amount = tonumber(ARGV[a + 1]), capacity = tonumber(ARGV[a + 2]),
      parts = tonumber(ARGV[a + 3]), drain = tonumber(ARGV[a + 4]), start = tonumber(ARGV[a + 5]),
      finish = tonumber(ARGV[a + 6]), taken = 0
    }
  end
  return all
end

-- What is told of a level: its parts in use, the parts an amount of one is counted in, and the end of its window.
local function tell(answer, l)
  answer[#answer + 1] = used(l)
  answer[#answer + 1] = l.parts
  answer[#answer + 1] = l.finish
end
